import { nativeTheme } from 'electron'
import type { Theme } from '#electron/api/calls.ts'

/** What the user asked for, and whether that is dark here and now. */
export const currentTheme = (): Theme => ({
  source: nativeTheme.themeSource,
  dark: nativeTheme.shouldUseDarkColors,
})
