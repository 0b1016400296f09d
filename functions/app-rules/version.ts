import type { PersonHead } from '../lib/head'
import type { Earned } from './earned'
import { isUnlockedBy } from './earned'

/** Versions that the list of apps depends on. */
export type WhitelistHead = Omit<PersonHead, 'seq'>

/**
 * Version of every app's effective rule. Rules, defaults, the preference and an earned app that opens or closes change
 * it; reports of use and the timer do not.
 */
export const whitelistVersion = (
  { whitelist_seq, catalogue_seq, epoch }: Pick<WhitelistHead, 'whitelist_seq' | 'catalogue_seq' | 'epoch'>,
  earned: Earned,
) => {
  const open = earned.rules.map((rule) => Number(isUnlockedBy(earned)(rule))).join('')
  return [epoch, whitelist_seq, catalogue_seq, ...(open === '' ? [] : [open])].join('.')
}
