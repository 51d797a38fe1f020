import { OpenFolder } from '#renderer/features/folder/open-folder.tsx'
import { useOpened } from '#renderer/features/folder/opened-context.tsx'
import { Opener } from '#renderer/features/folder/opener.tsx'

/** Any QGIS project: checked, packaged, and with the changes that came back. */
export function FolderScreen() {
  const { path, tab } = useOpened()
  return path === null ? <Opener /> : <OpenFolder key={path} path={path} tab={tab} />
}
