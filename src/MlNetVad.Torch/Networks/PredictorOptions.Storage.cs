using System.Globalization;
using System.Reflection;

namespace MlNetVad.Torch.Networks;

public sealed partial class PredictorOptions
{
    private static readonly FieldInfo[] Fields =
        [.. typeof(PredictorOptions).GetFields(BindingFlags.Instance | BindingFlags.Public).OrderBy(f => f.MetadataToken)];

    /// <summary>Every field's name and value, as text that does not depend on the culture, in the order of declaration.</summary>
    /// <returns>Pairs.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> Describe() =>
        [.. Fields.Select(field => KeyValuePair.Create(field.Name, Convert.ToString(field.GetValue(this), CultureInfo.InvariantCulture)!))];

    /// <summary>What differs from other options, for messages about a checkpoint of another configuration.</summary>
    /// <param name="other">The options to compare with.</param>
    /// <returns>One text a field, such as "Dimension 96 instead of 256": this value first; empty if nothing differs.</returns>
    public IReadOnlyList<string> Differences(PredictorOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return [.. Describe().Zip(other.Describe()).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => $"{pair.First.Key} {pair.First.Value} instead of {pair.Second.Value}")];
    }

    /// <summary>A copy that shares nothing.</summary>
    /// <returns>New options.</returns>
    public PredictorOptions Clone() => (PredictorOptions)MemberwiseClone();

    /// <summary>Reads what <see cref="Write"/> wrote; a field that the file does not have keeps its default.</summary>
    /// <param name="reader">Positioned at the options.</param>
    /// <returns>Valid options.</returns>
    /// <exception cref="VadException">A name or a value is none of this version.</exception>
    internal static PredictorOptions Read(BinaryReader reader)
    {
        var options = new PredictorOptions();
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            (string name, string text) = (reader.ReadString(), reader.ReadString());
            FieldInfo field = Array.Find(Fields, f => f.Name == name)
                ?? throw new VadException($"The stored network has the option {name}, which this version does not know; use the version that wrote it.");
            field.SetValue(options, Parse(field, text));
        }

        options.Validate();
        return options;
    }

    /// <summary>Writes the number of fields, then name and value of each as length-prefixed UTF-8.</summary>
    /// <param name="writer">Where to.</param>
    internal void Write(BinaryWriter writer)
    {
        writer.Write(Fields.Length);
        foreach ((string name, string value) in Describe())
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    private static object Parse(FieldInfo field, string text)
    {
        try
        {
            return field.FieldType.IsEnum ? Enum.Parse(field.FieldType, text) : Convert.ChangeType(text, field.FieldType, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw new VadException($"The stored network's option {field.Name} is '{text}', which is no {field.FieldType.Name}; the file is damaged.", e);
        }
    }
}
