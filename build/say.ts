/** Where the scripts' words to the person at the terminal go. */
export type Say = (words: string) => void

/** To stderr, so that stdout stays a script's result. */
export const tell: Say = (words) => console.error(words)
