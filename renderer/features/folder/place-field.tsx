import { ask } from '#renderer/bridge/bridge.ts'
import { Button } from '#renderer/ui/button.tsx'
import { PathField } from '#renderer/ui/path-field.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface PlaceFieldProps {
  label: string
  /** Of the dialog. */
  title: string
  /** The folder that will be made; null while none is suggested yet. */
  path: string | null
  onChange: (path: string) => void
}

/** Where a new folder goes: its name stays, the folder around it can be chosen. */
export function PlaceField({ label, title, path, onChange }: PlaceFieldProps) {
  const { say } = useWords()
  const change = async () => {
    const parent = await ask('folder.choose', { title })
    if (parent !== null && path !== null) onChange(inside(parent, path))
  }
  return (
    <PathField label={label} icon="folder" path={path ?? ''} exact>
      <Button kind="plain" onPress={() => void change()}>
        {say('ui.new.folderChange')}
      </Button>
    </PathField>
  )
}

/** The last segment of one path in another, with the separator that this system writes. */
function inside(parent: string, path: string): string {
  const separator = parent.includes('\\') ? '\\' : '/'
  const name = path.split(/[/\\]/).at(-1) ?? ''
  return parent.endsWith(separator) ? `${parent}${name}` : `${parent}${separator}${name}`
}
