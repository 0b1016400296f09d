import { SelectGroup, SelectRow } from '../../ui/selection'
import { titleOf } from '../words'

export const PickSession = ({ id, title }: { id: string; title: string }) => (
  <SelectRow id={`pick-${id}`} name="ids" value={id} label={titleOf({ title })} />
)

export const PickDay = ({ date, rows }: { date: string; rows: string }) => (
  <SelectGroup id={`pick-${date}`} rows={rows}>
    All<span class="unseen"> of this day</span>
  </SelectGroup>
)
