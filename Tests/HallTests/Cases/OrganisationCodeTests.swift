import Hall
import Testing

/// Organisation codes.
@Suite struct OrganisationCodeTests {
  /// Published codes of public bodies and companies.
  @Test(arguments: ["91350100M000100Y43", "91110000802100433B", "91440300708461136T"])
  func `codes in use are read`(text: String) {
    #expect(OrganisationCode(text)?.text == text)
    #expect(OrganisationCode(text.lowercased())?.text == text)
  }

  @Test func `a slip of one character is found at every place`() {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    let code = Array("91350100M000100Y43")
    for place in code.indices {
      for character in alphabet where character != code[place] {
        var slip = code
        slip[place] = character
        #expect(OrganisationCode(String(slip)) == nil)
      }
    }
  }

  @Test(arguments: [
    "", "91350100M000100Y4", "91350100I000100Y43", "91350100M000100Y433", "统一社会信用代码",
  ])
  func `what is none is refused`(text: String) { #expect(OrganisationCode(text) == nil) }
}
