import { TextLink } from '../../ui/section'
import { conflictsPath } from './paths'

/** Says on `/` that changes of devices were replaced. */
export const OpenConflictsLine = () => (
  <p class="left-notice grey">
    Some changes were replaced when your devices synced. <TextLink href={conflictsPath}>Review them</TextLink>
  </p>
)
