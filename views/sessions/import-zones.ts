import type { Option } from '../ui/field'

/** Every time zone to choose from, and the present one when it goes by another of its names. */
export const zoneOptions = (present: string): Option[] =>
  [...new Set(['UTC', present, ...Intl.supportedValuesOf('timeZone')])]
    .toSorted()
    .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
