/** What ODK takes for a name: an XML name without a namespace. */
const valid = /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u

/** Whether ODK takes the text as the name of a question, a column or a form. */
export function isOdkName(text: string): boolean {
  return valid.test(text)
}
