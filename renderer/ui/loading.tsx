import { Progress } from '#renderer/ui/progress.tsx'

/** Something is being fetched or worked out, and nobody knows how long it takes. */
export function Loading({ text }: { text: string }) {
  return <Progress label={text} value={null} text={text} thin />
}
