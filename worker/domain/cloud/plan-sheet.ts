import { encode } from 'uqr'
import { projectLink } from '#worker/domain/cloud/project-link.ts'

/** A sheet to cut into cards, as `resources/qgis/sheet.py` draws it. */
export interface SheetPlan {
  /** Stands at the head of each page. */
  title: string
  cards: SheetCard[]
}

export interface SheetCard {
  heading: string
  /** One below the other; `isCode`: every letter counts. */
  lines: { label: string; value: string; isCode: boolean }[]
  /** Below them, small. */
  note: string
  qr: {
    /** Rows of the code without its margin, `1` = dark. */
    modules: string[]
    caption: string
  }
}

/** Who gets a card. Passwords are only of users that were created just now. */
export interface SheetPerson {
  username: string
  /** What the person is called; the user name where it is empty. */
  name?: string
  password?: string
}

export interface SheetWords {
  title: string
  server: string
  user: string
  password: string
  project: string
  scan: string
  noteWithPassword: string
  note: string
}

/** What uqr puts around a code; the sheet leaves the margin of four modules that readers want itself. */
const margin = 0

/** A card for each person, in the order given. `{project}` in the title is the project's name. */
export function planSheet(
  project: { id: string; name: string; owner: string; server: string },
  people: readonly SheetPerson[],
  words: SheetWords,
): SheetPlan {
  const { host } = new URL(project.server)
  return {
    title: words.title.replaceAll('{project}', project.name),
    cards: people.map(({ username, name, password }) => ({
      heading: name === undefined || name === '' ? username : name,
      lines: [
        { label: words.project, value: `${project.owner}/${project.name}`, isCode: false },
        { label: words.server, value: host, isCode: true },
        { label: words.user, value: username, isCode: true },
        ...(password === undefined ? [] : [{ label: words.password, value: password, isCode: true }]),
      ],
      note: password === undefined ? words.note : words.noteWithPassword,
      qr: {
        modules: qrModules(projectLink({ projectId: project.id, server: project.server, username })),
        caption: words.scan,
      },
    })),
  }
}

/** A code that is read with up to 15 % of it dirty or torn. */
export function qrModules(text: string): string[] {
  const { data } = encode(text, { ecc: 'M', border: margin })
  return data.map((row) => row.map((isDark) => (isDark ? '1' : '0')).join(''))
}
