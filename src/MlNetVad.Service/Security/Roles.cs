namespace MlNetVad.Service.Security;

/// <summary>What people and keys may do; each may do what those before it may.</summary>
internal static class Roles
{
    /// <summary>Looks.</summary>
    public const string Viewer = "viewer";

    /// <summary>Judges events, sets thresholds, zones and masks, pushes frames.</summary>
    public const string Operator = "operator";

    /// <summary>Cameras, models, users, keys, whom to tell.</summary>
    public const string Administrator = "administrator";

    /// <summary>All of them, weakest first.</summary>
    public static readonly string[] All = [Viewer, Operator, Administrator];

    /// <summary>A role and all that may do more.</summary>
    public static string[] AtLeast(string role) => All[Array.IndexOf(All, role)..];
}
