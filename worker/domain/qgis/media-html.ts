import { inLanguages } from '#worker/domain/qgis/labels.ts'
import { toHtml } from '#worker/domain/qgis/markup.ts'
import { mediaKeys, mediaOf, type KeptMedia } from '#worker/domain/xlsform/media.ts'
import type { Cells, Choice, ChoiceList, FormModel } from '#worker/domain/xlsform/model.ts'

/** Pixels of a phone's screen that a picture may take, and one of a choice's pictures. */
const [largest, small] = [320, 120]

/** Where the project lies, as the start of an address; a picture's own path would be relative to nothing. */
const here =
  `'file://' || if(left(coalesce(@project_folder,''),1)='/','','/') || ` +
  `replace(replace(replace(coalesce(@project_folder,''),'%','%25'),' ','%20'),'#','%23')`

/** A question's or group's pictures, and links to its sounds and videos; empty when it has none. */
export function mediaHtml(cells: Cells, model: FormModel): string {
  const parts = mediaKeys.flatMap((key) => {
    const cell = cells[key]
    if (!cell) return []
    const html = inLanguages(model, cell, (text) => {
      const file = mediaOf(model.media, text)
      if (file === null) return ''
      return key === 'image' ? picture(file, largest) : link(file)
    })
    return html === '' ? [] : [html]
  })
  return parts.join('<br>')
}

/** The pictures of a list's choices with their labels, since lists show words only; empty when it has none. */
export function choicesHtml(list: ChoiceList | null, model: FormModel): string {
  const drawn = (list?.choices ?? []).filter(({ image }) => image && mediaOf(model.media, image.text))
  if (drawn.length === 0) return ''
  const codes = model.others.map(({ code }) => code)
  const others = new Map(codes.map((code) => [code, code]))
  return inLanguages(model, { others }, (_, code) =>
    drawn.map((choice) => line(choice, code, model)).join(''),
  )
}

function line({ label, others, image }: Choice, code: string | undefined, model: FormModel): string {
  const [word, name] = [others?.get(code ?? '') ?? label, image?.others?.get(code ?? '') ?? image?.text ?? '']
  const file = mediaOf(model.media, name)
  return `<p>${file === null ? '' : `${picture(file, small)} `}${toHtml(word)}</p>`
}

/** Both sides are given: QField reads one alone as none. */
function picture({ target, size }: KeptMedia, room: number): string {
  const factor = size === null ? 0 : Math.min(1, room / Math.max(...size))
  const sides = size?.map((side) => Math.max(1, Math.round(side * factor))) ?? []
  const fitted = sides.length === 0 ? '' : ` width="${sides[0]}" height="${sides[1]}"`
  return `<img src="[% ${here} %]/${target}"${fitted}>`
}

function link({ target, name }: KeptMedia): string {
  return `<a href="[% ${here} %]/${target}">${toHtml(name)}</a>`
}
