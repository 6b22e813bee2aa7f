namespace MlNetVad.Video.Synthetic;

/// <summary>What a <c>synthetic:actions?…</c> address says: clips of one figure each, of five actions that take turns.</summary>
/// <param name="Seed">Decides subjects, places and light; another seed has others.</param>
/// <param name="Clips">Clips of each action.</param>
internal sealed record ActionOptions(int Seed = 1, int Clips = 40)
{
    public const string Scheme = "synthetic:actions";

    /// <summary>The actions, by the names that text encoders know.</summary>
    public static IReadOnlyList<(string Name, ActorKind Kind)> Actions { get; } =
    [
        ("walking", ActorKind.Walker),
        ("running", ActorKind.Runner),
        ("riding a bicycle", ActorKind.Cyclist),
        ("jumping", ActorKind.Jumper),
        ("waving", ActorKind.Waver),
    ];

    /// <summary>Reads an address.</summary>
    /// <exception cref="VadException">An unknown option, or a value out of range.</exception>
    public static ActionOptions Parse(string address)
    {
        var options = new ActionOptions();
        foreach (string pair in address[Scheme.Length..].TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            bool isNumber = int.TryParse(parts[^1], out int number);
            options = parts[0] switch
            {
                "seed" when isNumber => options with { Seed = number },
                "clips" when isNumber && number is >= 1 and <= 100_000 => options with { Clips = number },
                _ => throw new VadException($"'{address}' has the option '{pair}', which is not known or out of range; expected synthetic:actions?seed=1&clips=40, each part optional."),
            };
        }

        return options;
    }
}
