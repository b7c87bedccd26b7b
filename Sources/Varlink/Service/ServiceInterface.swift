/// The interface every Varlink service has (varlink.org, Service).
public enum ServiceInterface {
  public static let name = "org.varlink.service"

  /// `GetInfo`: who serves, and which interfaces.
  public enum GetInfo: VarlinkMethod {
    public typealias Parameters = NoParameters
    public struct Reply: Codable, Sendable, Equatable {
      public var vendor: String
      public var product: String
      public var version: String
      public var url: String
      /// Sorted names, this interface's among them.
      public var interfaces: [String]
    }
    public static let name = "org.varlink.service.GetInfo"
  }

  /// `GetInterfaceDescription`: the text of an interface.
  public enum GetInterfaceDescription: VarlinkMethod {
    public struct Parameters: Codable, Sendable, Equatable {
      public var interface: String
      public init(interface: String) { self.interface = interface }
    }
    public struct Reply: Codable, Sendable, Equatable { public var description: String }
    public static let name = "org.varlink.service.GetInterfaceDescription"
  }

  /// The text; PermissionDenied and ExpectedMore are systemd's additions, known to both PyPI
  /// libraries.
  static let text = """
    # The Varlink Service Interface is provided by every varlink service. It
    # describes the service and the interfaces it implements.
    interface org.varlink.service

    # Get a list of all the interfaces a service provides and information
    # about the implementation.
    method GetInfo() -> (
      vendor: string,
      product: string,
      version: string,
      url: string,
      interfaces: []string
    )

    # Get the description of an interface that is implemented by this service.
    method GetInterfaceDescription(interface: string) -> (description: string)

    # The requested interface was not found.
    error InterfaceNotFound (interface: string)

    # The requested method was not found
    error MethodNotFound (method: string)

    # The interface defines the requested method, but the service does not
    # implement it.
    error MethodNotImplemented (method: string)

    # One of the passed parameters is invalid.
    error InvalidParameter (parameter: string)

    # Client is denied access
    error PermissionDenied ()

    # Method is expected to be called with 'more' set to true, but wasn't
    error ExpectedMore ()

    """

  /// Nil only if the text above were broken, which a test rules out.
  static let parsed = try? VarlinkInterface(text)
}
