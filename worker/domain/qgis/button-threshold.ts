import { ratingOf } from '#worker/domain/xlsform/rating.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'

/** Buttons a phone has room for; beside them stands one that takes the answer back. */
const usual = 6
const most = 12

/**
 * A layer's lists shorter than this show as buttons (`value_map_button_interface_threshold`), unless most of them ask
 * for a menu. Scales and ratings are made of buttons.
 */
export function buttonThreshold(questions: Question[]): number {
  const sizes = questions.flatMap((question) => {
    const size = question.type === 'select_one' ? question.list?.choices.length : ratingOf(question)?.length
    return size === undefined ? [] : [{ question, size }]
  })
  const menus = sizes.filter(({ question }) =>
    question.appearance.some((word) => /^(minimal|autocomplete|search)/.test(word)),
  )
  if (menus.length * 2 > sizes.length) return 0
  const scales = sizes.filter(
    ({ question }) => question.type === 'range' || question.appearance.includes('likert'),
  )
  return Math.max(usual, ...scales.map(({ size }) => size + 2).filter((wanted) => wanted <= most + 2))
}
