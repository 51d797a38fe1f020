import type { AnswerProps } from '#renderer/features/preview/answer.ts'
import styles from '#renderer/features/preview/answer.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** What only the tablet can answer, and the answer that stands for any of them here. */
const kinds: Record<string, { icon: IconName; sample: string }> = {
  image: { icon: 'basemap', sample: 'sample.jpg' },
  audio: { icon: 'pulse', sample: 'sample.m4a' },
  video: { icon: 'basemap', sample: 'sample.mp4' },
  file: { icon: 'form', sample: 'sample.pdf' },
  geopoint: { icon: 'Point', sample: '27.7 85.3 0 0' },
  geotrace: { icon: 'Line', sample: '27.7 85.3 0 0; 27.71 85.31 0 0' },
  geoshape: { icon: 'Polygon', sample: '27.7 85.3 0 0; 27.71 85.3 0 0; 27.71 85.31 0 0; 27.7 85.3 0 0' },
}

/** Whether a question of that type is answered with the tablet's camera, microphone or map. */
export const isStandIn = (type: string): boolean => Object.hasOwn(kinds, type)

/** Says that the tablet asks it, and lets it count as answered. */
export function StandIn({ question, answer, onAnswer }: AnswerProps) {
  const { say, find } = useWords()
  const { icon, sample } = kinds[question.type] ?? { icon: 'info', sample: '' }
  return (
    <div className={styles['standIn']}>
      <Icon name={answer === '' ? icon : 'check'} />
      <span dir="auto" className={styles['standInText']}>
        {answer === '' ? (find(`ui.preview.standIn.${question.type}`) ?? '') : say('ui.preview.standIn.used')}
      </span>
      <Button kind="plain" onPress={() => onAnswer(answer === '' ? sample : '')}>
        {say(answer === '' ? 'ui.preview.standIn.use' : 'ui.preview.clear')}
      </Button>
    </div>
  )
}

/** A type that nobody answers in QField; its issue tells why. */
export function NotAsked() {
  const { say } = useWords()
  return (
    <div className={styles['standIn']}>
      <Icon name="info" />
      <span dir="auto" className={styles['standInText']}>
        {say('ui.preview.notAsked')}
      </span>
    </div>
  )
}
