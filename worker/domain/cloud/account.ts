/** The account that owns a project, as far as it decides over jobs. */
export interface OwnerAccount {
  /** Its subscription runs. */
  isActive: boolean
  /** Bytes of storage that are left. */
  freeBytes: number
  /** Its plan has layers of databases and services ("external databases"). */
  allowsOnlineLayers: boolean
}

export type AccountRefusal = 'inactive_subscription' | 'over_quota' | 'permission_denied_plan_insufficient'

/**
 * Why the server makes no package or delta_apply job for this owner, in its error codes and order; null when it
 * does. A check is made whatever the account.
 *
 * @param hasOnlineVectorData null where it is not known, which counts as no
 */
export function accountRefusal(
  owner: OwnerAccount,
  hasOnlineVectorData: boolean | null,
): AccountRefusal | null {
  if (!owner.isActive) return 'inactive_subscription'
  if (owner.freeBytes <= 0) return 'over_quota'
  if (hasOnlineVectorData === true && !owner.allowsOnlineLayers) return 'permission_denied_plan_insufficient'
  return null
}
