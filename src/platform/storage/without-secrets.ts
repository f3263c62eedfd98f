const SECRET_PARAMETER = /key|token|secret|passw|sig(nature)?$|^code$/i;

/** An address without user name, password and query parameters that look like a secret. Other text is kept. */
export function withoutSecrets(address: string): string {
  if (!/[@?]/.test(address) || !URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = "";
  url.password = "";
  for (const name of [...url.searchParams.keys()]) {
    if (SECRET_PARAMETER.test(name)) url.searchParams.delete(name);
  }
  return url.href;
}
