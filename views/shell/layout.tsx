import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import { demoEmail } from '../../functions/auth/queries'
import type { User } from '../../functions/lib/env'
import { jobPath, progressText } from '../../functions/lib/jobs/queries'
import { allOrgs, type Org } from '../../functions/lib/org'
import type { Shell } from '../../functions/shell/queries'
import { CaptureDialog } from '../capture/form'
import { ContextNote } from '../context/switch'
import { CheckInDialog } from '../energy/two-taps'
import { GoalDialog } from '../goals/capture'
import { TimerBar } from '../timer/bar'
import { SwitchDialog } from '../timer/switch'
import { Button } from '../ui/button'
import { fixed } from '../ui/fixed'
import { Icon } from '../ui/icon'
import { TextLink } from '../ui/section'
import { ShortcutSheet } from '../ui/shortcuts'
import { Toast, Toasts } from '../ui/toast'
import { Head, type HeadProps } from './head'
import { Brand, Navigation } from './navigation'
import { SignedOutDialogs } from './signed-out'

export type LayoutProps = PropsWithChildren<
  Omit<HeadProps, 'theme'> & {
    /** Without one only the brand and the page are shown. */
    user?: User
    path: string
    /** The context of the page. */
    org?: Org
    openGoals?: number
    /** Without it no timer is shown. */
    shell?: Shell
    /** Shown once; `undo` is the path whose POST takes it back. */
    flash?: { message: string; undo?: string }
  }
>

/** Links to the page of a long write that is not finished, from every other page. */
const JobBanner = ({ job, path }: { job: Shell['job'] | undefined; path: string }) => {
  if (!job || path === jobPath(job)) return null
  return (
    <section class="banner" aria-label="Unfinished change">
      <div class="notice">
        <Icon name="clock" />
        <p>
          <bdi>{job.title}</bdi>: {progressText(job)}. <TextLink href={jobPath(job)}>Show progress</TextLink>
        </p>
      </div>
    </section>
  )
}

/** Offers the browser's time zone where it is not the preferred one; client/browser-defaults.ts fills it in. */
const ZoneBanner = fixed(() => (
  <section class="banner" id="zone-banner" aria-label="Time zone" hidden>
    <div class="notice">
      <Icon name="globe" />
      <p data-zone-text />
      <form class="actions" method="post" action="/settings/time-zone">
        <input type="hidden" name="time_zone" />
        <Button small>Switch to this zone</Button>
        <Button small variant="quiet" type="button" data-zone-keep>
          Keep
        </Button>
      </form>
    </div>
  </section>
))

/** For client/toasts.ts, when a request fails. */
const ToastTemplate = fixed(() => (
  <template id="toast-template">
    <Toast message="" />
  </template>
))

const ToastRegion = ({ flash }: Pick<LayoutProps, 'flash'>) => (
  <>
    <Toasts>{flash && <Toast {...flash} />}</Toasts>
    <ToastTemplate />
  </>
)

const Main = ({ children }: PropsWithChildren) => (
  <main id="main" tabindex={-1}>
    {children}
  </main>
)

export const Layout = ({
  title,
  user,
  path,
  org = allOrgs,
  openGoals,
  shell,
  flash,
  charts,
  styleInside,
  children,
}: LayoutProps) => {
  const theme = user?.preferences.theme ?? 'system'
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
        <Head title={title} theme={theme} charts={charts} styleInside={styleInside} />
        {user ? (
          <body
            class="shell"
            data-person={user.id}
            data-time-zone={user.preferences.time_zone}
            data-shortcuts={user.preferences.shortcuts ? undefined : 'off'}
          >
            <a class="skip" href="#main">
              Skip to content
            </a>
            <Navigation
              user={user}
              path={path}
              openGoals={openGoals}
              newApps={shell?.newApps}
              cardsDue={shell?.cardsDue}
              org={org}
              shell={shell}
            >
              <ToastRegion flash={flash} />
            </Navigation>
            <div class="deck">
              {shell && <TimerBar shell={shell} user={user} />}
              {shell && <ContextNote org={org} shell={shell} />}
              <JobBanner job={shell?.job} path={path} />
              {user.email !== demoEmail && <ZoneBanner />}
              <Main>{children}</Main>
            </div>
            <GoalDialog />
            {path !== '/capture' && <CaptureDialog />}
            <CheckInDialog />
            {shell && <SwitchDialog />}
            <SignedOutDialogs user={user} />
            {user.preferences.shortcuts && <ShortcutSheet />}
          </body>
        ) : (
          <body data-shortcuts="off">
            <header class="masthead">
              <Brand />
            </header>
            <div class="deck">
              <Main>{children}</Main>
            </div>
            <ToastRegion flash={flash} />
          </body>
        )}
      </html>
    </>
  )
}
