import { matrix } from '#test/worker/domain/qgis/matrix/matrix.ts'

matrix([
  {
    it: 'integer and decimal: spin boxes without limits, so that a rule’s message is seen',
    survey: [
      ['type', 'name', 'label', 'constraint', 'constraint_message'],
      ['integer', 'n', 'N', '. > 0 and . < 10', 'From 1 to 9'],
      ['decimal', 'd', 'D', '. >= 0.5', ''],
    ],
    fields: {
      n: {
        type: 'Integer64',
        widget: 'Range',
        config: { Style: 'SpinBox', AllowNull: true, Step: 1, Min: -2147483647, Max: 2147483647 },
      },
      d: { type: 'Real', widget: 'Range', config: { Style: 'SpinBox', AllowNull: true, Precision: 8 } },
    },
    looks: [
      [{}, { initial: { n: null, d: null }, wrong: {}, shown: ['n', 'd'] }],
      [{ answers: { n: 0, d: 0.25 } }, { wrong: { n: 'From 1 to 9', d: 'Not a valid answer' } }],
      [{ answers: { n: 9, d: 0.5 } }, { wrong: {} }],
    ],
  },
  {
    it: 'range: whole numbers unless one of its parameters is not; 1 to 10 by 1 by default',
    survey: [
      ['type', 'name', 'label', 'parameters', 'appearance'],
      ['range', 'plain', 'P', '', ''],
      ['range', 'half', 'H', 'start=-1 ; end = 1, step=0.5', ''],
      ['range', 'whole', 'W', 'start=-20 end=20 step=5', 'picker'],
    ],
    fields: {
      plain: { type: 'Integer64', config: { Style: 'Slider', Min: 1, Max: 10, Step: 1, Precision: 0 } },
      half: { type: 'Real', config: { Style: 'Slider', Min: -1, Max: 1, Step: 0.5, Precision: 1 } },
      whole: { type: 'Integer64', config: { Style: 'SpinBox', Min: -20, Max: 20, Step: 5 } },
    },
    looks: [[{ answers: { plain: 3, half: 0.5, whole: -5 } }, { wrong: {}, values: { half: 0.5 } }]],
  },
])
