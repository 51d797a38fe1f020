/** Path data on a 16×16 grid, drawn with a 1.5 px round stroke. */
const paths = {
  plus: 'M8 3.25v9.5M3.25 8h9.5',
  stack: 'M8 2.25 14 5.5 8 8.75 2 5.5ZM2.5 8.25 8 11.25l5.5-3M2.5 11 8 14l5.5-3',
  pulse: 'M1.75 8.25h2.5L6 3.75l3.5 8.5 2-4h2.75',
  sliders: 'M2.5 4.75h5M11.5 4.75h2M2.5 11.25h2M8.5 11.25h5M9.5 2.75v4M6.5 9.25v4',
  check: 'M3.25 8.5 6.5 11.75 12.75 4.75',
  alert: 'M8 2.5 14.25 13.25H1.75ZM8 6.5v3M8 11.35v.05',
  cross: 'M8 14.25a6.25 6.25 0 1 0 0-12.5 6.25 6.25 0 0 0 0 12.5ZM8 4.75v4M8 11.1v.05',
  info: 'M8 14.25a6.25 6.25 0 1 0 0-12.5 6.25 6.25 0 0 0 0 12.5ZM8 7.25v4M8 4.85v.05',
  clock: 'M8 14.25a6.25 6.25 0 1 0 0-12.5 6.25 6.25 0 0 0 0 12.5ZM8 4.5V8l2.5 1.5',
  stopped: 'M8 14.25a6.25 6.25 0 1 0 0-12.5 6.25 6.25 0 0 0 0 12.5ZM5.5 8h5',
  off: 'M3.75 8h8.5',
  form: 'M4 1.75h5.25L12.5 5v9.25H4a.5.5 0 0 1-.5-.5V2.25a.5.5 0 0 1 .5-.5ZM9.25 1.75V5h3.25M6 8.25h4M6 11h4',
  features: 'M3 13.5 5.25 4 12 2.75 13.5 10.5ZM3 13.5h.01M5.25 4h.01M12 2.75h.01M13.5 10.5h.01',
  tasks: 'M2.25 3.25 6.25 2l3.5 1.25 4-1.25v10.75L9.75 14l-3.5-1.25-4 1.25ZM6.25 2v10.75M9.75 3.25V14',
  basemap: 'M2.25 2.75h11.5v10.5H2.25ZM2.25 10.5 5.5 7l3 3 2-2 3.25 3M10.75 5.5v.05',
  folder:
    'M1.75 4.25a.75.75 0 0 1 .75-.75h3.25L7.5 5h6a.75.75 0 0 1 .75.75v6.5a.75.75 0 0 1-.75.75h-11a.75.75 0 0 1-.75-.75Z',
  copy: 'M5.75 5.75v-3h7.5v7.5h-3M2.75 5.75h7.5v7.5h-7.5Z',
  external: 'M6.5 3.25H3v9.75h9.75V9.5M9.25 2.75h4v4M13 3 7.75 8.25',
  retry: 'M13 8A5 5 0 1 1 11.4 4.35M13.25 2v3.25H10',
  trash: 'M2.75 4.25h10.5M6.25 4V2.25h3.5V4M4 4.25l.75 9.5h6.5l.75-9.5',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  right: 'M6.25 3.75 10.5 8l-4.25 4.25',
  down: 'M3.75 6.25 8 10.5l4.25-4.25',
  left: 'M9.75 3.75 5.5 8l4.25 4.25',
  drop: 'M8 2v8M4.75 7 8 10.25 11.25 7M2.5 13.25h11',
  close: 'M4 4l8 8M12 4l-8 8',
  database:
    'M2.75 4c0-1.25 2.35-2.25 5.25-2.25S13.25 2.75 13.25 4 10.9 6.25 8 6.25 2.75 5.25 2.75 4ZM2.75 4v8c0 1.25 2.35 2.25 5.25 2.25s5.25-1 5.25-2.25V4M2.75 8c0 1.25 2.35 2.25 5.25 2.25s5.25-1 5.25-2.25',
  inbox: 'M2.25 9.25h3l1 2h3.5l1-2h3M8 1.75v5.5M5.5 5 8 7.5 10.5 5M2.25 9.25v4.5h11.5v-4.5',
  Point: 'M8 14s4.5-4.25 4.5-7.5a4.5 4.5 0 1 0-9 0C3.5 9.75 8 14 8 14ZM8 6.5h.01',
  Line: 'M2.5 12.5 6 5.5l4.25 4 3.25-6',
  Polygon: 'M3 12.75 4.25 4.5 10.5 2.75l3 6.5-4 4Z',
  Table: 'M2.25 3.25h11.5v9.5H2.25ZM2.25 6.5h11.5M6.5 3.25v9.5',
} as const

export type IconName = keyof typeof paths

/** A picture beside a word; never alone, so screen readers skip it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'dots' ? 2 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
