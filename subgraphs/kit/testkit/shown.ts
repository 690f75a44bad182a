/** What an answer shows. Its shape is decided by the document that a test asked with, which no type can follow. */
// biome-ignore lint/suspicious/noExplicitAny: tests read deep into answers; a wrong path fails the test
export type Shown = Record<string, any>;
