import { configure } from '@testing-library/react';
import '@testing-library/jest-dom';

// jsdom has no layout to scroll in; the wizard scrolls up at each step.
window.scrollTo = () => {};

// Lazy parts are compiled when they are first asked for, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);
