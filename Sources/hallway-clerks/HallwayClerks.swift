import ArgumentParser
import ProgramKit

/// Keeps the file of a hall's clerks; `hallway clerk` hands over to it. 人员名册
@main
struct HallwayClerks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hallway-clerks",
    abstract: "Keeps the file of who may work at which window, with their PINs.",
    discussion: """
      The hall reads the file when it starts and on SIGHUP. A PIN has 6 to 16 digits; it is asked for
      at the terminal, or read from a file, and kept as a salted scrypt hash.

      EXAMPLES
        hallway clerk add 07 --name 王芳 --post 综合受理岗 --window 3 --window 4
        hallway clerk add 08 --name 李强 --field police --pin-from pin.txt
        hallway clerk add 09 --name 陈静 --user chenjing
        hallway clerk badge 07 --post 咨询岗
        hallway clerk pin 07            a new PIN
        hallway staff-card | hallway clerk card 07 --proof-from -
        hallway clerk list
        hallway clerk remove 08
        systemctl kill -s HUP hallwayd
      """,
    version: hallwayVersion,
    subcommands: [
      AddClerk.self, ChangeBadge.self, ChangePIN.self, EnrolCard.self, ListClerks.self,
      RemoveClerk.self,
    ])
}
