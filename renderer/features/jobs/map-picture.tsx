import styles from '#renderer/features/jobs/map-picture.module.css'

/** A sheet of map with a place on it. */
export function MapPicture() {
  return (
    <svg
      className={styles['picture']}
      width="176"
      height="120"
      viewBox="0 0 176 120"
      fill="none"
      aria-hidden="true"
    >
      <path className={styles['sheet']} d="M24 34 66 22l44 12 42-12v68l-42 12-44-12-42 12Z" />
      <path className={styles['fold']} d="M66 22v68M110 34v68" />
      <path className={styles['water']} d="M24 78c14-8 22 4 42-4s24-22 44-18 26-8 42-14" />
      <path className={styles['task']} d="M36 46l20-5v18l-20 5ZM120 62l20-6v18l-20 6Z" />
      <path className={styles['pin']} d="M88 66s15-14 15-25a15 15 0 1 0-30 0c0 11 15 25 15 25Z" />
      <circle className={styles['eye']} cx="88" cy="41" r="5" />
    </svg>
  )
}
