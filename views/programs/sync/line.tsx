import { conflictsPath } from '../../../functions/programs/sync/conflicts/schema'
import { TextLink } from '../../ui/section'

/** Path of the synced devices, which are a section of the sign-in page. */
export const devicesPath = '/settings/devices'
/** Notice on `/` that changes of devices were overwritten. */
export const OpenConflictsLine = () => (
  <p class="mb-4 text-grey">
    Some changes were replaced when your devices synced. <TextLink href={conflictsPath}>Review them</TextLink>
  </p>
)
