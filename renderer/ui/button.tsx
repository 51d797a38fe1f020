import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components/Button'
import styles from '#renderer/ui/button.module.css'
import { classes } from '#renderer/ui/classes.ts'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { Spinner } from '#renderer/ui/spinner.tsx'

export interface ButtonProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  children: ReactNode
  /** `primary`: the one thing to do here. `plain`: no border until it is touched. */
  kind?: 'primary' | 'secondary' | 'plain'
  icon?: IconName
  /** Shows only the icon; the children are its name. */
  iconOnly?: boolean
  busy?: boolean
  /** Looks unavailable and stays reachable: pressing it says what is missing. */
  muted?: boolean
  keys?: string
}

/** A verb. */
export function Button(props: ButtonProps) {
  const {
    kind = 'secondary',
    icon,
    iconOnly = false,
    busy = false,
    muted = false,
    keys,
    children,
    ...rest
  } = props
  return (
    <AriaButton
      {...rest}
      {...(keys === undefined ? {} : { 'aria-keyshortcuts': keys })}
      isPending={busy}
      className={classes(
        styles['button'],
        styles[kind],
        iconOnly && styles['iconOnly'],
        muted && styles['muted'],
      )}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} />}
      <span className={iconOnly ? 'visually-hidden' : styles['label']}>{children}</span>
    </AriaButton>
  )
}
