/** A version that something in the project needs, and what happens below it. */
export interface Need {
  program: 'QGIS' | 'QField'
  from: string
  below: string
}

/** What not every QGIS from 3.22 on, or not every QField, has; by the part of the plan that asks for it. */
export const needs = {
  editableExpression: { program: 'QGIS', from: '3.30', below: 'the answer can always be changed' },
  OrderByField: { program: 'QGIS', from: '3.42', below: 'the choices stand in the order of their names' },
  wizard: { program: 'QField', from: '4.1', below: 'pages are tabs' },
} as const satisfies Record<string, Need>
