import { plural } from '../../functions/lib/format'
import { Notice } from '../ui/notice'

const shown = 10

type UnknownNamesProps = { names: string[]; knows: 'list' | 'list or report' }

/** Warns in a preview about package names that may be misspelt. */
export const UnknownNames = ({ names, knows }: UnknownNamesProps) => {
  if (names.length === 0) return null
  const more = names.length - shown
  return (
    <Notice tone="warning" role="alert">
      <p>
        {names.slice(0, shown).map((name, index) => (
          <>
            {index > 0 && ', '}
            <bdi class="mono">{name}</bdi>
          </>
        ))}
        {more > 0 && ` and ${plural(more, 'other')}`} {names.length === 1 ? 'isn’t' : 'aren’t'} in any {knows}. Check
        the spelling before you confirm.
      </p>
    </Notice>
  )
}
