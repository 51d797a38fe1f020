import { AppError } from '#worker/api/errors.ts'
import { translateForm } from '#worker/domain/qgis/translate-form.ts'
import { checkForm } from '#worker/domain/xlsform/check-form.ts'
import { checkReferences } from '#worker/domain/xlsform/check-references.ts'
import { checkStructure } from '#worker/domain/xlsform/check-structure.ts'
import { readEntities } from '#worker/domain/xlsform/entities.ts'
import { entityColumns } from '#worker/domain/xlsform/entity-columns.ts'
import { chooseLanguage } from '#worker/domain/xlsform/form-languages.ts'
import { choiceWords, surveyWords } from '#worker/domain/xlsform/headers.ts'
import { createIssues, type IssueList } from '#worker/domain/xlsform/issues.ts'
import { cutLayers } from '#worker/domain/xlsform/layers.ts'
import { listTables, prepareLists } from '#worker/domain/xlsform/list-tables.ts'
import { collectLists } from '#worker/domain/xlsform/lists.ts'
import { keepMedia } from '#worker/domain/xlsform/media.ts'
import { countMissing } from '#worker/domain/xlsform/missing-words.ts'
import type { CompiledForm, FormModel } from '#worker/domain/xlsform/model.ts'
import { otherLanguages } from '#worker/domain/xlsform/other-languages.ts'
import { parseYesNo } from '#worker/domain/xlsform/parameters.ts'
import { wordsOfForm, type WordsByLanguage } from '#worker/domain/xlsform/project-words.ts'
import { readSurvey } from '#worker/domain/xlsform/read-survey.ts'
import { reportMedia } from '#worker/domain/xlsform/report-media.ts'
import { reportMessages } from '#worker/domain/xlsform/report-messages.ts'
import { reportColumns, reportQuestions } from '#worker/domain/xlsform/report.ts'
import { readSettings, surveySettings } from '#worker/domain/xlsform/settings.ts'
import { findSheets } from '#worker/domain/xlsform/sheets.ts'
import { readTable, type Table } from '#worker/domain/xlsform/table.ts'
import { translator } from '#worker/domain/xlsform/translate-cell.ts'
import type { Sheet, Workbook } from '#worker/domain/xlsform/workbook.ts'
import { countNames, writtenCells, type WrittenTables } from '#worker/domain/xlsform/written-cells.ts'

export type { CompiledForm } from '#worker/domain/xlsform/model.ts'

export interface CompileOptions {
  language?: string | undefined
  words?: WordsByLanguage
}

/**
 * Compiles an XLSForm: rows to groups and questions, expressions to QGIS'. Everything that is wrong with the
 * form, or that QField cannot do, comes back as `issues`; nothing is left out without one.
 *
 * @param options.language a language of the form by name or code; left out: the form's own default
 * @param options.words our own words in other languages than English
 * @throws AppError form.noSurvey, form.noQuestions, form.languageUnknown
 */
export function compileForm(workbook: Workbook, options: CompileOptions = {}): CompiledForm {
  const issues = createIssues()
  const { model, tables } = readModel(workbook, options, issues)
  const translated = translateForm(model, { survey: 'survey', suffix: '' }, issues)
  const names = model.layers.flatMap((layer) => layer.questions.map((question) => question.name))
  checkReferences(writtenCells(tables), countNames(tables.survey, names), issues)
  return { ...model, translated, issues: issues.all }
}

function readModel(
  workbook: Workbook,
  { language: wanted, words: allWords = new Map() }: CompileOptions,
  issues: IssueList,
): { model: FormModel; tables: WrittenTables } {
  const sheets = findSheets(workbook, issues)
  const survey = readTable(sheets.survey, surveyWords, ['type'], issues)
  const settings = { ...surveySettings(survey), ...readSettings(sheets.settings, issues) }
  const { languages, chosen } = chooseLanguage(survey, settings, wanted, issues)
  const others = otherLanguages(languages, chosen, issues)
  const translate = translator(chosen, others)
  const primary = chosen ?? languages.find(({ name }) => name === 'default')
  const words = wordsOfForm(allWords, primary?.code ?? null, others)
  const duplicates = parseYesNo(settings['allow_choice_duplicates']?.text ?? '') === true
  const { find, ...lists } = collectLists(sheets, {
    translate,
    words,
    issues,
    duplicates,
    tableOf: listTables(),
  })

  const entities = sheets.entities && readTable(sheets.entities, entityColumns, [], issues)
  const choices = choicesOf(sheets.choices)

  reportColumns(survey, issues)
  const root = readSurvey(survey, { translate, words, findList: find, issues })
  const layers = cutLayers(root, issues)
  if (!layers.some((layer) => layer.questions.length > 0)) {
    throw new AppError('form.noQuestions', { file: workbook.fileName, sheet: survey.sheet })
  }
  checkForm({ layers, survey, lists: lists.lists, entities }, issues)
  checkStructure(layers, settings['name']?.text ?? 'data', issues)
  prepareLists(layers, issues)
  const media = keepMedia(workbook.media ?? [])
  reportMedia(layers, media, issues)
  reportQuestions(layers, (name) => lists.findFile(name) !== null, issues)
  reportMessages(layers, others, issues)
  const questions = layers.flatMap((layer) => layer.questions)
  const model: FormModel = {
    fileName: workbook.fileName,
    title: settings['form_title']?.text ?? workbook.fileName.replace(/\.[^.]*$/, ''),
    formId: settings['form_id']?.text ?? null,
    version: settings['version']?.text ?? null,
    entities: readEntities(entities, survey, questions, issues),
    settings,
    languages,
    words,
    language: chosen?.name ?? (languages.length > 0 ? 'default' : null),
    others,
    media,
    missing: countMissing([survey, ...choices], languages),
    layers,
    ...lists,
  }
  return { model, tables: { survey, choices, settings, entities } }
}

/** The choices once more, for their languages alone: what is wrong with them is said elsewhere. */
function choicesOf(sheet: Sheet | null): Table[] {
  return sheet === null ? [] : [readTable(sheet, choiceWords, ['list_name', 'name'], createIssues())]
}
