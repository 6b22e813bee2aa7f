namespace MlNetVad.Transforms;

/// <summary>Range checks that name the option.</summary>
internal static class OptionCheck
{
    /// <summary>Refuses values outside [least, most] and NaN.</summary>
    public static void Between(string option, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new VadException($"{option} is {value}; expected {least} to {most}: correct the option.");
        }
    }

    /// <summary>Refuses values not in (bound, most] and NaN.</summary>
    public static void Above(string option, double value, double bound, double most = float.MaxValue)
    {
        if (!(value > bound && value <= most))
        {
            string limit = most < float.MaxValue ? $"above {bound} up to {most}" : $"a number above {bound}";
            throw new VadException($"{option} is {value}; expected {limit}: correct the option.");
        }
    }

    /// <summary>Refuses numbers that are no name of the enumeration.</summary>
    public static void OneOf<TEnum>(string option, TEnum value)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new VadException($"{option} is {value}; expected one of {string.Join(", ", Enum.GetNames<TEnum>())}: correct the option.");
        }
    }
}
