using System.Globalization;

namespace MlNetVad.Service.Pages;

/// <summary>How many of a camera's last minutes somebody chooses, among other recordings.</summary>
internal static class LastMinutes
{
    private const string Prefix = "last ";

    /// <summary>What is offered.</summary>
    public static IEnumerable<double> Choices(VadServiceOptions options) => new[] { 5.0, 15 }.Where(minutes => minutes < options.RecentMinutes).Append(options.RecentMinutes).Where(minutes => minutes > 0);

    /// <summary>The value of a choice.</summary>
    public static string Value(double minutes) => Prefix + minutes.ToString(CultureInfo.InvariantCulture);

    /// <summary>The words of a choice.</summary>
    public static string Words(double minutes) => minutes == 60 ? "the last hour" : FormattableString.Invariant($"the last {minutes:0.##} minutes");

    /// <summary>The minutes of a value; null where it is another recording.</summary>
    public static double? Of(string value) => value.StartsWith(Prefix, StringComparison.Ordinal) ? double.Parse(value[Prefix.Length..], CultureInfo.InvariantCulture) : null;
}
