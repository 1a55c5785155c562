/** Who asks a registry. */
export interface Account {
  /** `<token>` where the password is an identity token, as credential helpers have it. */
  username: string;
  password: string;
}

/** Accounts by host, in the form of Docker's configuration, which skopeo reads. */
export function dockerAuth(accounts: [host: string, account: Account][]): string {
  const entries = accounts.map(([host, account]) => {
    const token = account.username === "<token>" ? { identitytoken: account.password } : {};
    return [host, { auth: basic(account), ...token }];
  });
  return JSON.stringify({ auths: Object.fromEntries(entries) });
}

/** An account as a header of HTTP has it. */
export function basic({ username, password }: Account): string {
  return Buffer.from(`${username}:${password}`).toString("base64");
}
