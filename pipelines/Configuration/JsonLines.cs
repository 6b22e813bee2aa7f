using System.Text;
using System.Text.Json;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>Where each node of a JSON text begins, so that an error can name the line.</summary>
internal static class JsonLines
{
    /// <summary>Maps dotted paths (<c>TrainingOption.Seed</c>, <c>RunHistory.Trials.0</c>) to 1-based lines.</summary>
    /// <param name="json">Valid JSON.</param>
    public static IReadOnlyDictionary<string, int> Index(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var path = new Stack<string>();
        var element = new Stack<int>();
        int line = 1, counted = 0;
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            int position = (int)reader.TokenStartIndex;
            line += bytes.AsSpan(counted, position - counted).Count((byte)'\n');
            counted = position;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path.Push(reader.GetString()!);
                    lines.TryAdd(string.Join('.', path.Reverse()), line);
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    element.Pop();
                    break;
                default:
                    EnterElement(path, element);
                    lines.TryAdd(string.Join('.', path.Reverse()), line);
                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        element.Push(reader.TokenType == JsonTokenType.StartArray ? 0 : -1);
                        continue;
                    }

                    break;
            }

            if (path.Count > 0)
            {
                path.Pop();
            }
        }

        return lines;
    }

    /// <summary>Inside an array, a value's name is its index.</summary>
    private static void EnterElement(Stack<string> path, Stack<int> element)
    {
        if (element.TryPeek(out int index) && index >= 0)
        {
            element.Pop();
            element.Push(index + 1);
            path.Push(index.ToString());
        }
    }
}
