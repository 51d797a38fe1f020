import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { makeQueryClient } from '#renderer/bridge/query.ts'
import { type Opened, OpenedProvider } from '#renderer/features/folder/opened-context.tsx'
import { DiscardProvider } from '#renderer/features/jobs/discard.tsx'
import { ConnectionProvider } from '#renderer/features/mirror/connection-context.tsx'
import { DraftProvider } from '#renderer/features/project/draft-context.tsx'
import { type Screen, ScreenProvider } from '#renderer/features/shell/screen.tsx'
import { Shell } from '#renderer/features/shell/shell.tsx'
import { ShortcutsProvider } from '#renderer/features/shell/shortcuts.tsx'
import { Announcer } from '#renderer/ui/announce.tsx'
import { Toaster } from '#renderer/ui/toast.tsx'
import { WordsProvider } from '#renderer/words/words.tsx'

interface AppProps {
  start?: Screen
  /** A project that is open from the start. */
  opened?: Opened
}

/** The whole window. */
export function App({ start = { name: 'jobs' }, opened }: AppProps) {
  const [cache] = useState(makeQueryClient)
  return (
    <QueryClientProvider client={cache}>
      <WordsProvider>
        <Announcer>
          <Toaster>
            <DiscardProvider>
              <DraftProvider>
                <ConnectionProvider>
                  <ShortcutsProvider>
                    <ScreenProvider start={start}>
                      <OpenedProvider start={opened}>
                        <Shell />
                      </OpenedProvider>
                    </ScreenProvider>
                  </ShortcutsProvider>
                </ConnectionProvider>
              </DraftProvider>
            </DiscardProvider>
          </Toaster>
        </Announcer>
      </WordsProvider>
    </QueryClientProvider>
  )
}
