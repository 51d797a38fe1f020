import type { Issue } from '#worker/api/issues.ts'

type Fact = [Issue['level'], Issue['kind']]

/**
 * Every problem that the compiler and the planner can find in a form, with its level and whose it is (`form`:
 * the author's; `gap`: QField or this version cannot do it). Wording stands in resources/locales as
 * `issue.<code>`; codes of expressions (`xpath.*`) come from the translator with a level of their own.
 */
export const issueCodes = {
  'sheet.misspelt': ['warning', 'form'],
  'sheet.guessed': ['info', 'form'],
  'sheet.ignored': ['info', 'gap'],
  'header.duplicate': ['warning', 'form'],
  'column.ignored': ['info', 'gap'],
  'settings.ignored': ['info', 'gap'],
  'settings.defaultLanguage': ['warning', 'form'],
  'row.noType': ['warning', 'form'],
  'type.unknown': ['error', 'form'],
  'type.include': ['error', 'gap'],
  'type.leftOut': ['warning', 'gap'],
  'type.empty': ['warning', 'gap'],
  'type.rank': ['warning', 'gap'],
  'name.missing': ['warning', 'form'],
  'name.duplicate': ['error', 'form'],
  'name.renamed': ['info', 'gap'],
  'group.unopened': ['warning', 'form'],
  'group.crossed': ['warning', 'form'],
  'group.unclosed': ['warning', 'form'],
  'group.empty': ['info', 'form'],
  'group.dynamicLabel': ['info', 'gap'],
  'repeat.count': ['warning', 'gap'],
  'parameter.ignored': ['info', 'gap'],
  'loop.leftOut': ['error', 'gap'],
  'list.missing': ['error', 'form'],
  'list.notNamed': ['error', 'form'],
  'list.features': ['info', 'gap'],
  'default.fromFeature': ['warning', 'gap'],
  'list.fileMissing': ['error', 'form'],
  'choice.noName': ['warning', 'form'],
  'choice.duplicate': ['warning', 'form'],
  'choice.renamed': ['warning', 'gap'],
  'geometry.extra': ['warning', 'gap'],
  'geometry.layer': ['warning', 'gap'],
  'geometry.fromFeatures': ['info', 'gap'],
  'geometry.ruleIgnored': ['info', 'gap'],
  'range.parameters': ['warning', 'form'],
  'default.notInList': ['warning', 'form'],
  'default.notOfType': ['warning', 'form'],
  'default.otherRemembered': ['warning', 'gap'],
  'calculation.missing': ['error', 'form'],
  'calculation.cycle': ['error', 'form'],
  'calculation.overwrites': ['info', 'gap'],
  'choiceFilter.notSelect': ['info', 'form'],
  'trigger.everyChange': ['info', 'gap'],
  'appearance.ignored': ['info', 'gap'],
  'appearance.search': ['warning', 'gap'],
  'appearance.app': ['warning', 'gap'],
  'readonly.dynamic': ['info', 'gap'],
  'features.renamed': ['info', 'gap'],
  'qgis.refused': ['error', 'gap'],
} as const satisfies Record<string, Fact>

export type IssueCode = keyof typeof issueCodes
