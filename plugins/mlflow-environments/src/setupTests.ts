import '@testing-library/jest-dom';

// jsdom has no layout to scroll in; the wizard scrolls up at each step.
window.scrollTo = () => {};
