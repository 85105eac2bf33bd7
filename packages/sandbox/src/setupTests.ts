// Most tests here wait for a control plane to come to rest; how long that takes is the machine's business.
jest.setTimeout(180_000);
