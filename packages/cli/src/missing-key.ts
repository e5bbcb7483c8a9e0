/** What is said where there is no key. */
export const missingKey: { readonly message: string; readonly hint: string } = {
  message:
    'Expected the environment variable `SPIKELOG_API_KEY` to hold the API key of your account, got none.',
  hint:
    'Set it, e.g. `export SPIKELOG_API_KEY=sk_…`; cron reads no profile, so put a line ' +
    '`SPIKELOG_API_KEY=sk_…` into the crontab.',
}
