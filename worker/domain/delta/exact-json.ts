declare global {
  interface JSON {
    /** A value that `JSON.stringify` writes as this text: ES2026, in Node since 21. */
    rawJSON(text: string): object
  }
}

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown

/** A number of 16 digits or more where a value begins; words that look like it only cost time. */
const longNumber = /[[,:]\s*-?\d{16}/

/**
 * `JSON.parse` that loses no digit: whole numbers beyond 2^53, as keys and codes of 64 bits may be, become objects
 * that `JSON.stringify` writes as they came. They do not survive a copy between threads or processes.
 *
 * @throws SyntaxError
 */
export function parseExactly(text: string): unknown {
  return longNumber.test(text)
    ? JSON.parse(text, keepDigits as Parameters<JSON['parse']>[1])
    : JSON.parse(text)
}

const keepDigits: Reviver = (_key, value, context) =>
  Number.isInteger(value) && !Number.isSafeInteger(value) && context.source !== undefined
    ? JSON.rawJSON(context.source)
    : value
