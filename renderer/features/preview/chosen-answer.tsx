import { Button as AriaButton } from 'react-aria-components/Button'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select, SelectValue } from 'react-aria-components/Select'
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer'
import { type AnswerProps, wordsOf } from '#renderer/features/preview/answer.ts'
import styles from '#renderer/features/preview/answer.module.css'
import { classes } from '#renderer/ui/classes.ts'
import { useFirstFew } from '#renderer/ui/first-few.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import menuStyles from '#renderer/ui/menu.module.css'
import selectStyles from '#renderer/ui/select.module.css'
import { useWords } from '#renderer/words/words.tsx'

/** More choices than this open as a list of their own. */
const fewChoices = 8
/** More boxes than this are shown on request. */
const fewBoxes = 24

type Choices = NonNullable<AnswerProps['question']['choices']>

/** One of a list: side by side while they are few. */
export function OneAnswer(props: AnswerProps) {
  const choices = props.question.choices ?? []
  if (choices.length > fewChoices) return <MenuAnswer {...props} choices={choices} />
  const { question, answer, onAnswer, aria } = props
  return (
    <div role="radiogroup" className={styles['options']} {...aria}>
      {choices.map(({ name, label }) => (
        <label key={name} className={styles['option']}>
          <input
            type="radio"
            name={aria['aria-labelledby']}
            checked={answer === name}
            disabled={question.readonly}
            onChange={() => onAnswer(name)}
          />
          <span className={classes(styles['mark'], styles['round'])} />
          <span dir="auto">{label}</span>
        </label>
      ))}
    </div>
  )
}

function MenuAnswer({ question, answer, onAnswer, aria, choices }: AnswerProps & { choices: Choices }) {
  const { say } = useWords()
  const items = choices.map(({ name, label }) => ({ id: name, label }))
  return (
    <Select
      aria-labelledby={aria['aria-labelledby']}
      aria-describedby={aria['aria-describedby']}
      value={answer === '' ? null : answer}
      placeholder={say('ui.preview.choose')}
      isDisabled={question.readonly}
      isInvalid={aria['aria-invalid']}
      onChange={(key) => {
        if (key !== null) onAnswer(String(key))
      }}
    >
      <AriaButton className={classes(selectStyles['button'], styles['menu'])}>
        <SelectValue className={styles['picked'] ?? ''} />
        <Icon name="down" size={12} />
      </AriaButton>
      <Popover className={menuStyles['popover'] ?? ''}>
        <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: 32, padding: 4 }}>
          <ListBox className={styles['list'] ?? ''} items={items}>
            {({ id, label }) => (
              <ListBoxItem className={menuStyles['item'] ?? ''} id={id} textValue={label}>
                <span dir="auto">{label}</span>
              </ListBoxItem>
            )}
          </ListBox>
        </Virtualizer>
      </Popover>
    </Select>
  )
}

/** Several of a list; a rank keeps the order in which they were chosen. */
export function ManyAnswer({ question, answer, onAnswer, aria }: AnswerProps) {
  const choices = question.choices ?? []
  const [shown, more] = useFirstFew(choices, fewBoxes)
  const chosen = wordsOf(answer)
  const ranked = question.type === 'rank'
  const toggle = (name: string) => {
    const next = chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]
    // As ODK stores it: in the order of the list, but for a rank.
    const order = choices.map((choice) => choice.name)
    if (!ranked) next.sort((a, b) => order.indexOf(a) - order.indexOf(b))
    onAnswer(next.join(' '))
  }
  const { 'aria-required': _required, 'aria-invalid': _invalid, ...names } = aria
  return (
    <fieldset className={styles['options']} {...names}>
      {shown.map(({ name, label }) => (
        <label key={name} className={styles['option']}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            disabled={question.readonly}
            onChange={() => toggle(name)}
          />
          <span className={styles['mark']}>
            {chosen.includes(name) && (ranked ? chosen.indexOf(name) + 1 : <Icon name="check" size={12} />)}
          </span>
          <span dir="auto">{label}</span>
        </label>
      ))}
      {more}
    </fieldset>
  )
}

/** A single box to tick. */
export function TickAnswer({ question, answer, onAnswer, aria }: AnswerProps) {
  const { say } = useWords()
  return (
    <label className={styles['option']}>
      <input
        type="checkbox"
        aria-describedby={`${aria['aria-labelledby']} ${aria['aria-describedby']}`}
        checked={answer === 'OK'}
        disabled={question.readonly}
        onChange={(event) => onAnswer(event.target.checked ? 'OK' : '')}
      />
      <span className={styles['mark']}>{answer === 'OK' && <Icon name="check" size={12} />}</span>
      <span>{say('ui.preview.acknowledge')}</span>
    </label>
  )
}
