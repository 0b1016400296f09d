import { LinkButton } from './ui/button'
import { Notice } from './ui/notice'

type ErrorProps = {
  status: number
  title: string
  detail: string
  /** By which the request can be found in the log. */
  requestId: string
}

type ErrorPageProps = ErrorProps & {
  /** Another than `h1` where it is only shown as a sample. */
  heading?: 'h1' | 'h3'
}

const Report = ({ requestId }: { requestId: string }) => (
  <p class="hint">
    If you report this, name request <span class="mono">{requestId}</span>.
  </p>
)

/** What a person sees in place of a page that cannot be shown. */
export const ErrorPage = ({ status, title, detail, requestId, heading: Heading = 'h1' }: ErrorPageProps) => (
  <div class="error-page">
    <p class="figure">{status}</p>
    <Heading>{title}</Heading>
    <p>{detail}</p>
    <div class="actions">
      {status === 401 ? (
        <LinkButton variant="primary" href="/sign-in">
          Sign in
        </LinkButton>
      ) : (
        <LinkButton variant="primary" href="/">
          Go to today
        </LinkButton>
      )}
      {status === 404 && <LinkButton href="/deleted">Recently deleted</LinkButton>}
    </div>
    <Report requestId={requestId} />
  </div>
)

/** The same as a part; client/toasts.ts shows it as a toast. */
export const ErrorNotice = ({ title, detail, requestId }: ErrorProps) => (
  <Notice tone="bad" role="alert">
    <p>
      <strong data-error-title>{title}</strong>. <span data-error-detail>{detail}</span>
    </p>
    <Report requestId={requestId} />
  </Notice>
)
