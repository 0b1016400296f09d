import { isolated } from '../../functions/lib/text'
import type { AppQuestion } from '../../functions/whitelists/list/choose-app'
import { Radios } from '../ui/choices'
import { Notice } from '../ui/notice'

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
