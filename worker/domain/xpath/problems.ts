import type { Issue } from '#worker/api/issues.ts'

type Fact = readonly [Issue['level'], Issue['kind']]

/**
 * Everything that can be wrong with an expression: its level, and whose it is (`form`: the author's mistake;
 * `gap`: QField cannot do it). After an `error` there is no translation.
 */
export const xpathCodes = {
  /** {reason, found} */
  'xpath.syntax': ['error', 'form'],
  /** {name} no such question */
  'xpath.unknownReference': ['error', 'form'],
  /** {name} a bare word where `${name}` or `'name'` was meant */
  'xpath.bareName': ['error', 'form'],
  /** {name} */
  'xpath.unknownFunction': ['error', 'form'],
  /** {function, given, least, most} wrong number of arguments */
  'xpath.arguments': ['error', 'form'],
  /** {function, argument} has to be written out, as text in quotes or a number */
  'xpath.constantNeeded': ['error', 'gap'],
  /** {list} */
  'xpath.unknownList': ['error', 'form'],
  /** {name, list} */
  'xpath.unknownColumn': ['error', 'form'],
  /** {name} is no select, so that its choices have no labels */
  'xpath.notSelect': ['error', 'form'],
  /** {name} a group has no value */
  'xpath.groupValue': ['error', 'form'],
  /** {name} a repeat has many values; count(), sum() … make one of them */
  'xpath.repeatValue': ['error', 'form'],
  /** {function} needs a repeat, a question in one, or a list */
  'xpath.notMany': ['error', 'form'],
  /** {function} only means something inside a repeat */
  'xpath.outsideRepeat': ['error', 'form'],
  /** {name} stands outside the repeat and no carrier column holds it */
  'xpath.parentInFilter': ['error', 'gap'],
  /** {feature} QField has nothing like it */
  'xpath.unsupported': ['error', 'gap'],
  /** {name} a note has no value; it reads as empty */
  'xpath.noteValue': ['warning', 'form'],
  /** {value} can never be what the other side of the comparison holds */
  'xpath.neverEqual': ['warning', 'form'],
  /** {value} is text where a number is needed: the result is empty */
  'xpath.notNumber': ['warning', 'form'],
  /** {pattern} looks broken */
  'xpath.pattern': ['warning', 'form'],
  /** {feature} nearly the same */
  'xpath.approximate': ['info', 'gap'],
} as const satisfies Record<string, Fact>

export type XPathCode = keyof typeof xpathCodes
