import { conflictsPath } from '../../../functions/programs/sync/conflicts/schema'
import { TextLink } from '../../ui/section'

/** Its page is a part of that of sign-in. */
export const devicesPath = '/settings/devices'
/** Says on `/` that changes of devices were replaced. */
export const OpenConflictsLine = () => (
  <p class="mb-4 text-grey">
    Some changes were replaced when your devices synced. <TextLink href={conflictsPath}>Review them</TextLink>
  </p>
)
