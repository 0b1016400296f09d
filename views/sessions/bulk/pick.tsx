import { SelectGroup, SelectRow } from '../../ui/selection'
import { titleOf } from '../words'

export const PickSession = ({ id, title, picked }: { id: string; title: string; picked?: boolean }) => (
  <SelectRow id={`pick-${id}`} name="ids" value={id} label={titleOf({ title })} checked={picked} />
)

export const PickDay = ({ date, rows }: { date: string; rows: string }) => (
  <SelectGroup id={`pick-${date}`} rows={rows}>
    All<span class="unseen"> of this day</span>
  </SelectGroup>
)
