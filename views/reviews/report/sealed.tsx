import { raw } from 'hono/html'
import type { Differences } from '../../../functions/reviews/report/kept/changes'
import { Actions, Button } from '../../ui/button'
import { Field } from '../../ui/field'
import { EditForm, Fields } from '../../ui/form'
import { assets } from '../../ui/reorder'
import { PageHead } from '../../ui/section'
import type { RoundingSteps } from './figures'
import { SealWords, sealDateText } from './saved-report'

type FootProps = {
  sealedAt: number
  sha256: string
  differences: Differences | null
  rounding: RoundingSteps
  showsChanges: boolean
  /** True if downloading the file needs the passphrase again. */
  asksAgain: boolean
  timeZone: string
}

/** Foot of a sealed document: when it was sealed, whether data has changed since, and its digest. */
export const SealFoot = ({ sealedAt, sha256, differences, rounding, showsChanges, asksAgain, timeZone }: FootProps) => (
  <div>
    <p>
      <b>{sealDateText(sealedAt, timeZone)}.</b>{' '}
      <SealWords differences={differences} list={showsChanges} rounding={rounding} />
    </p>
    <p>
      SHA-256 <code>{sha256}</code>
    </p>
    {!asksAgain && (
      <p>
        <a href="?file=1" download="report.json">
          Download to check it later
        </a>{' '}
        on <a href="/verify">the page that checks reports</a>
      </p>
    )}
  </div>
)

/** Page that asks for the passphrase of a sealed report. It reveals nothing of the report. */
export const PassphrasePage = ({ path, isWrong }: { path: string; isWrong?: boolean }) => (
  <>
    {raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>A report</title>
        <link rel="stylesheet" href={assets['document.css']} />
      </head>
      <body>
        <main class="doc doc-ask" id="main">
          <h1>This report asks for a passphrase</h1>
          <form method="post" action={path}>
            <label for="passphrase">Passphrase</label>
            <input
              id="passphrase"
              name="passphrase"
              type="password"
              autocomplete="off"
              required
              autofocus
              aria-invalid={isWrong ? 'true' : undefined}
              aria-describedby={isWrong ? 'wrong' : undefined}
            />
            {isWrong && (
              <p id="wrong" role="alert">
                <b aria-hidden="true">!</b> Wrong passphrase. Ask the person who sent you the address.
              </p>
            )}
            <div>
              <button type="submit">Open</button>
              <button type="submit" name="file" value="1">
                Download to check it later
              </button>
            </div>
          </form>
        </main>
      </body>
    </html>
  </>
)

const verdicts = {
  sealed: 'This report was sealed here, and the file hasn’t changed since.',
  changed: 'The file was changed: its text doesn’t match its digest.',
  unknown: 'The file is unchanged, but it matches no sealed report here. Its address may have expired or been revoked.',
  unreadable: 'This file isn’t a report downloaded from a sealed address.',
}

type VerifyProps = { verdict?: keyof typeof verdicts; sha256?: string; sealed_at?: string }

/** `/verify` */
export const VerifyPage = ({ verdict, sha256, sealed_at }: VerifyProps) => (
  <>
    <PageHead title="Check a report" />
    {verdict && (
      <p role="status">
        <b>{verdicts[verdict]}</b> {sealed_at && `Sealed at ${sealed_at}.`} {sha256 && <code>{sha256}</code>}
      </p>
    )}
    <EditForm label="Check a report" action="/verify">
      <Fields>
        <Field label="Downloaded report" type="file" name="file" accept="application/json,.json" />
      </Fields>
      <Actions>
        <Button variant="primary">Check</Button>
      </Actions>
    </EditForm>
  </>
)
