/** A program's code without these comments and strings: as long as before, so that places hold. */
export function withoutCommentsAndStrings(text: string, tokens: { said: string; index: number }[]): string {
  let code = "";
  let at = 0;
  for (const { said, index } of tokens) {
    code += text.slice(at, index) + said.replace(/[^\n]/g, " ");
    at = index + said.length;
  }
  return code + text.slice(at);
}
