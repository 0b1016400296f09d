import type { AppQuestion } from '../../functions/app-rules/find-app'
import { plural } from '../../functions/lib/format'
import { isolated } from '../../functions/lib/text'
import { Radios } from '../ui/choices'
import type { FieldFrame, Value } from '../ui/field'
import { Notice } from '../ui/notice'
import { SuggestingField } from '../ui/suggesting-field'

export const AppName = ({ package_name, label }: { package_name: string; label: string | null }) =>
  label === null || label === package_name ? (
    <bdi class="row-title mono">{package_name}</bdi>
  ) : (
    <>
      <bdi class="row-title">{label}</bdi> <bdi class="grey mono">{package_name}</bdi>
    </>
  )

/** `Ada, an admin`, or `an admin` where the name is unknown. */
export const AdminName = ({ name }: { name: string | null | undefined }) =>
  name ? (
    <>
      <bdi>{name}</bdi>, an admin
    </>
  ) : (
    'an admin'
  )

type AppFieldProps = Pick<FieldFrame, 'name' | 'idPrefix' | 'errors'> & {
  value?: Value
  example: string
  autofocus?: boolean
  from?: string
}

/** Asks for an app by name or package name. */
export const AppField = ({ example, from = '/whitelists/suggestions', ...props }: AppFieldProps) => (
  <SuggestingField
    label="App"
    wide
    required
    spellcheck={false}
    hint={`Its name or package name, e.g. ${example}`}
    from={from}
    {...props}
  />
)

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

type WhichAppProps = { question?: AppQuestion; idPrefix: string }

const optionsOf = ({ typed, candidates, isPackage }: AppQuestion) => [
  ...candidates.map(({ package_name, label }) => ({
    value: package_name,
    label: label === package_name ? isolated(label) : `${isolated(label)} (${isolated(package_name)})`,
  })),
  ...(isPackage ? [{ value: typed, label: `“${isolated(typed)}” exactly as typed` }] : []),
]

/** Asks about an app that no list knows by this name. Sending the form again answers. */
export const WhichApp = ({ question, idPrefix }: WhichAppProps) => {
  if (!question) return null
  const { typed, candidates, isSure, isPackage, message } = question
  if (candidates.length === 0 && !isPackage) return null
  return (
    <div role="alert" tabindex={-1} data-errors>
      <input type="hidden" name="typed" value={typed} />
      <Notice tone="warning">
        {candidates.length > 0 ? (
          <Radios
            label={message}
            name="app"
            idPrefix={idPrefix}
            options={optionsOf(question)}
            value={isSure ? candidates[0]?.package_name : undefined}
          />
        ) : (
          <>
            <p>{message}</p>
            <input type="hidden" name="app" value={typed} />
          </>
        )}
      </Notice>
    </div>
  )
}
